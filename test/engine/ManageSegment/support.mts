export const DEMO = 'AAAAA-00000';
export const SHOP = 'BBBBB-00000';

/** A choice in a resource locator. */
export function chosen(value: string, mode = 'list'): { __rl: true; mode: string; value: string } {
	return { __rl: true, mode, value };
}
