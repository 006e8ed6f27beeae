/** What this machine cannot do, or what failed on it: no fault of the profile's. */
export class Unable extends Error {
  override readonly name = 'Unable';
}
