/** Breaks everything that differs from run to run or from machine to machine. What touches it after this ends with an error. */
import child_process from 'node:child_process';
import crypto from 'node:crypto';
import dgram from 'node:dgram';
import dns from 'node:dns';
import fs from 'node:fs';
import http from 'node:http';
import http2 from 'node:http2';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';
import os from 'node:os';
import perf_hooks from 'node:perf_hooks';
import tls from 'node:tls';

export class Touched extends Error {
  override readonly name = 'Touched';
}

type Owner = object;

function replace(owner: Owner, key: string, value: unknown): void {
  Object.defineProperty(owner, key, { value, writable: true, configurable: true });
}

function forbid(owner: Owner, what: string, keys: readonly string[]): void {
  for (const key of keys) {
    replace(owner, key, () => {
      throw new Touched(`${what}.${key} was called`);
    });
  }
}

function functionsOf(owner: Owner): string[] {
  return Object.keys(owner).filter((key) => typeof Reflect.get(owner, key) === 'function');
}

export function sabotage(): void {
  breakClock();
  breakRandomness();
  breakWorld();
  breakLocale();
  breakProcess();
  // Names that modules have already taken from these by `import { x }` change with them.
  syncBuiltinESMExports();
}

function breakClock(): void {
  const RealDate = Date;
  class FixedDate extends RealDate {
    constructor(...given: [] | [number | string | Date]) {
      if (given.length === 0) throw new Touched('new Date() was called');
      super(...given);
    }
  }
  forbid(FixedDate, 'Date', ['now']);
  const locals = ['Date', 'Day', 'FullYear', 'Hours', 'Minutes', 'Month', 'Seconds', 'Milliseconds'];
  forbid(RealDate.prototype, 'Date.prototype', [
    ...locals.flatMap((part) => [`get${part}`, `set${part}`]),
    'getTimezoneOffset',
    'getYear',
    'toString',
    'toDateString',
    'toTimeString',
  ]);
  replace(globalThis, 'Date', FixedDate);
  forbid(performance, 'performance', ['now']);
  forbid(perf_hooks, 'perf_hooks', functionsOf(perf_hooks));
  forbid(process, 'process', ['hrtime', 'uptime', 'cpuUsage', 'memoryUsage']);
}

function breakRandomness(): void {
  forbid(Math, 'Math', ['random']);
  forbid(crypto, 'crypto', [
    'randomBytes',
    'randomFill',
    'randomFillSync',
    'randomInt',
    'randomUUID',
    'pseudoRandomBytes',
    'generateKey',
    'generateKeySync',
    'generateKeyPair',
    'generateKeyPairSync',
    'generatePrime',
    'generatePrimeSync',
  ]);
  forbid(Object.getPrototypeOf(globalThis.crypto), 'crypto', ['getRandomValues', 'randomUUID']);
}

function breakWorld(): void {
  for (const [what, owner] of Object.entries({
    child_process,
    dgram,
    dns,
    fs,
    http,
    http2,
    https,
    net,
    os,
    tls,
  })) {
    // Whether a text is an address is no question to a network.
    forbid(
      owner,
      what,
      functionsOf(owner).filter((key) => !['isIP', 'isIPv4', 'isIPv6'].includes(key)),
    );
  }
  forbid(fs.promises, 'fs.promises', functionsOf(fs.promises));
  forbid(globalThis, 'global', ['fetch', 'WebSocket', 'setInterval', 'setTimeout']);
}

function breakLocale(): void {
  const touched = (_: object, key: string | symbol): never => {
    throw new Touched(`Intl.${String(key)} was used`);
  };
  replace(globalThis, 'Intl', new Proxy({}, { get: touched }));
  const names = ['localeCompare', 'toLocaleLowerCase', 'toLocaleUpperCase'];
  forbid(String.prototype, 'String.prototype', names);
  for (const [what, { prototype }] of Object.entries({ Number, Date, Array, BigInt, Object })) {
    const own = Object.getOwnPropertyNames(prototype).filter((key) => key.startsWith('toLocale'));
    forbid(prototype, `${what}.prototype`, own);
  }
}

function breakProcess(): void {
  const touched = (_: object, key: string | symbol): never => {
    throw new Touched(`process.env was asked for ${String(key)}`);
  };
  replace(
    process,
    'env',
    new Proxy({}, { get: touched, has: touched, ownKeys: () => touched({}, 'everything') }),
  );
  forbid(process, 'process', ['cwd', 'chdir', 'umask', 'getuid', 'getgid', 'geteuid', 'getegid']);
}
