/** Work on many things, a few at a time. */

/** Results in the items' order. After an error no further item is begun; it is thrown when those begun have ended. */
export async function inLanes<T, R>(
  lanes: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<{ item: T; result: R }[]> {
  const results: { item: T; result: R }[] = [];
  const queue = items.entries();
  const errors: unknown[] = [];
  const lane = async (): Promise<void> => {
    for (const [index, item] of queue) {
      try {
        results[index] = { item, result: await work(item) };
      } catch (error) {
        errors.push(error);
      }
      if (errors.length > 0) return;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  if (errors.length > 0) throw errors[0];
  return results;
}
