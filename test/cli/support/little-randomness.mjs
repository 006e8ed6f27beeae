// A state that nodeseed should have made impossible: a random source that gives less than it was asked for.
import crypto from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

crypto.randomBytes = () => Buffer.alloc(3);
syncBuiltinESMExports();
