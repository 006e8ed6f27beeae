/** The profile's schema for editors. */
import { z } from 'zod';
import { profileSchema } from './schema/profile.ts';

/** JSON Schema draft 2020-12. */
export function profileJsonSchema(): object {
  return {
    ...z.toJSONSchema(profileSchema, { io: 'input', unrepresentable: 'any', reused: 'ref' }),
    title: 'nodeseed cluster profile',
  };
}
