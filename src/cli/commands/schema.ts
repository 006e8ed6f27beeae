/** `nodeseed schema`: the profile's JSON Schema, for editors. */
import { profileJsonSchema } from '../../profile/json-schema.ts';
import { toJson } from '../../shared/emit.ts';
import { exitCodes } from '../exit.ts';

export function schema(): number {
  process.stdout.write(toJson(profileJsonSchema()));
  return exitCodes.done;
}
