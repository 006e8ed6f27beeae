/** fast-check, with the same values in every run; PROPERTY_SEED for others. */
import { configureGlobal } from 'fast-check';

configureGlobal({ seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_125) });

export { default } from 'fast-check';
