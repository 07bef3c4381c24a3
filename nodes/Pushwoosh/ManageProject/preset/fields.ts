import { presetField } from '../../fields/codeField';

export const PRESET = { one: 'preset', many: 'presets' };

/** The preset that is meant. */
export const preset = presetField({ required: true });
