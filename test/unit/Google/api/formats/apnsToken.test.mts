import { describe, expect, it } from 'vitest';

import { cleanApnsToken } from '../../../../../nodes/Google/api/formats/apnsToken.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';

const field = { name: 'apnsDeviceIds', label: 'APNs Device Tokens' };
const TOKEN = 'b937efbe644c09a055b74a43d4cfb835c2244583eca2e85077abfbaad077c9b6';

describe('an APNs token', () => {
	it.each([
		TOKEN,
		TOKEN.toUpperCase(),
		`<${TOKEN}>`,
		'<b937efbe 644c09a0 55b74a43 d4cfb835 c2244583 eca2e850 77abfbaa d077c9b6>',
		`  ${TOKEN}\n`,
	])('%j is cleaned', (given) => {
		expect(cleanApnsToken(given, field)).toBe(TOKEN);
	});

	it('may be shorter or longer than today: Apple tells not to rely on 64 digits', () => {
		for (const digits of [54, 128, 160, 200]) {
			expect(cleanApnsToken('ab'.repeat(digits / 2), field)).toHaveLength(digits);
		}
	});

	it.each([
		['xyz', 'more than hexadecimal digits'],
		['APA91b:token', 'more than hexadecimal digits'],
		[TOKEN.slice(1), 'an odd number of digits'],
		['ab'.repeat(101), 'more than 200 digits'],
		['<>', 'it is empty'],
	])('%s is refused', (given, reason) => {
		expect(() => cleanApnsToken(given, field)).toThrow(ItemProblem);
		expect(() => cleanApnsToken(given, field)).toThrow(reason);
	});
});
