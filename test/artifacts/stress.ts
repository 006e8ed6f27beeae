/**
 * `npx tsx test/artifacts/stress.ts [KILLS] [SEED] [COMMAND...]`: the test of kills, as long as one likes. The command is
 * nodeseed from its sources; `node $PWD/dist/cli/main.js` starts sooner.
 */
import { killAndRepeat } from './support/kills.ts';

const [kills = '200', seed = '1', ...command] = process.argv.slice(2);
const found = await killAndRepeat(Number(kills), Number(seed), command.length > 0 ? command : undefined);
console.log(
  `${found.kills} kills, ${found.leftovers} temporary files left by them and taken away, ` +
    `${found.escaped} runs ended first, ${found.filled} caches filled in the end, no bad file`,
);
