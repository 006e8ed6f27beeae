/** Where a stand-in makes a file of its own name when it has looked at everything, whatever it thinks of it. */
export const verdicts = '/run/nodeseed-stand-in';
