/** Probable primes out of a stream: FIPS 186-5, A.1.3, with a sieve before the costly test. */
import { checkPrimeSync } from 'node:crypto';
import { fromBytes, gcd } from './bigint.ts';
import type { ByteStream } from './stream.ts';

/** Products of small odd primes, each below 2^64: one division of a large number asks about many primes. */
const sieve = primeProducts(4000);

/**
 * The first number of the stream that is a probable prime of exactly `bits` bits (a multiple of 8), with its two highest
 * bits set, p-1 coprime to `exponent`, and `accept`ed. Each candidate takes bits/8 bytes of the stream.
 *
 * The test is OpenSSL's Miller-Rabin with 64 rounds or more. Its bases are random, its answer is not: a prime always
 * passes, and a composite does with a probability below 2^-128.
 */
export function nextPrime(
  stream: ByteStream,
  bits: number,
  exponent: bigint,
  accept: (candidate: bigint) => boolean,
): bigint {
  const highest = 3n << BigInt(bits - 2);
  for (;;) {
    const candidate = fromBytes(stream.next(bits / 8)) | highest | 1n;
    if (hasSmallFactor(candidate) || !accept(candidate)) continue;
    if (gcd(candidate - 1n, exponent) !== 1n) continue;
    if (checkPrimeSync(candidate)) return candidate;
  }
}

function hasSmallFactor(candidate: bigint): boolean {
  return sieve.some((product) => gcd(product, candidate % product) !== 1n);
}

function primeProducts(limit: number): bigint[] {
  const products: bigint[] = [];
  let product = 1n;
  for (const prime of oddPrimes(limit)) {
    if (product * prime >= 1n << 64n) {
      products.push(product);
      product = 1n;
    }
    product *= prime;
  }
  return [...products, product];
}

function oddPrimes(limit: number): bigint[] {
  const found: number[] = [];
  for (let number = 3; number < limit; number += 2) {
    if (found.every((prime) => number % prime !== 0)) found.push(number);
  }
  return found.map(BigInt);
}
