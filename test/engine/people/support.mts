export const APP = 'AAAAA-00000';
export const WELCOME = '11111111-1111-4111-8111-111111111111';
export const CART = '22222222-2222-4222-8222-222222222222';
export const CONTINUE = { onError: 'continueErrorOutput' } as const;

/** A choice in a resource locator. */
export function chosen(value: string, mode = 'list'): { __rl: true; mode: string; value: string } {
	return { __rl: true, mode, value };
}
