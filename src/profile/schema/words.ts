/** The words a profile is made of: strings with a form. Each failure carries the code of its kind of fault. */
export * from './words/certificate.ts';
export * from './words/kubernetes.ts';
export * from './words/machine.ts';
export * from './words/network.ts';
export * from './words/text.ts';
