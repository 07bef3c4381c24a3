import { describe, expect, it } from 'vitest';
import { SandboxClock } from '../../playground/sandbox/control/clock.mts';
import { parseExpression } from '../../playground/sandbox/pushwoosh/seglang/parser.mts';
import { renderExpression } from '../../playground/sandbox/pushwoosh/seglang/render.mts';
import { PushwooshState } from '../../playground/sandbox/pushwoosh/state.mts';

const state = new PushwooshState(new SandboxClock());
state.devices = [
	{
		hwid: 'ana',
		platform: 1,
		pushToken: 'p',
		applications: ['AAAAA-00000'],
		tags: { City: 'Madrid', Age: 17, Language: 'es' },
	},
	{
		hwid: 'ben',
		platform: 3,
		pushToken: 'p',
		applications: ['AAAAA-00000'],
		tags: { City: 'Madrid', Age: 18, Plan: 'pro', Language: 'en' },
	},
	{
		hwid: 'cai',
		platform: 3,
		applications: ['BBBBB-00000'],
		tags: { City: 'Lisbon', Age: 35, Plan: 'pro', Unsubscribed: true, Timezone: 'UTC+02:00' },
	},
	{
		hwid: 'dov',
		platform: 11,
		applications: ['AAAAA-00000', 'BBBBB-00000'],
		tags: { City: 'Lisbon', Age: 21, Plan: 'pro', Interests: ['news', 'music'] },
		applicationTags: {
			'AAAAA-00000': { Level: 5, 'Last Application Open': Math.floor(Date.now() / 1000) - 10 * 86_400 },
		},
	},
];
state.addFilter({ code: '12345-ABCDE', name: 'Adults', filterExpression: 'T("Age", GTE, 18)' });

const select = (expression: string) => state.select(expression).map(({ hwid }) => hwid);

describe('selects', () => {
	it.each([
		['T("Plan", EQ, "pro") * T("Age", GTE, 21) * T("City", EQ, "Lisbon")', ['cai', 'dov']],
		['A("AAAAA-00000")', ['ana', 'ben', 'dov']],
		['Application("BBBBB-00000")', ['cai', 'dov']],
		['A("AAAAA-00000", ["iOS", "Android"])', ['ana', 'ben']],
		['A("AAAAA-00000", [ios], [with_tokens])', ['ana']],
		['A("BBBBB-00000", [android], [without_tokens])', ['cai']],
		['G("GGGGG-00000", ["iOS"])', ['ana']],
		['T("City", EQ, "Madrid")', ['ana', 'ben']],
		['AT("AAAAA-00000", "Level", GTE, 5)', ['dov']],
		['Tag("AAAAA-00000", "Level", gte, 6)', []],
		['AT("AAAAA-00000", "Last Application Open", daysago, gt, 7)', ['dov']],
		['AT("AAAAA-00000", "Last Application Open", daysago, gt, 11)', []],
		['AT("AAAAA-00000", "Last Application Open", GTE, "90 days ago")', ['dov']],
		['T("Timezone", BETWEEN, ["UTC+00:00", "UTC+03:00"])', ['cai']],
		['T("Age", BETWEEN, [18, 21])', ['ben', 'dov']],
		['T("City", IN, ["Madrid", "Porto"])', ['ana', 'ben']],
		['T("City", NOTEQ, "Madrid")', ['cai', 'dov']],
		['T("Interests", IN, ["music"])', ['dov']],
		['T("Unsubscribed", EQ, "true")', ['cai']],
		['T("Age", LTE, 17) + T("City", EQ, "lisbon")', ['ana', 'cai', 'dov']],
		['A("AAAAA-00000") \\ T("City", EQ, "Madrid")', ['dov']],
		['((A("AAAAA-00000") * T("Language", IN, ["en", "es"])) \\ T("Age", EQ, 17))', ['ben']],
		['Segment("12345-ABCDE") * T("City", EQ, "Madrid")', ['ben']],
	])('%s', (expression, devices) => {
		expect(select(expression)).toEqual(devices);
	});
});

describe('refuses', () => {
	it.each([
		['', /end/],
		['City = Madrid', /unexpected|neither/],
		["T('City', EQ, 'Madrid')", /unexpected character/],
		['T("City", EQ, Madrid)', /needs double quotes/],
		['T(City, EQ, "Madrid")', /tag name in double quotes/],
		['T("City", EQ, "Mad"rid")', /closing quote/],
		['T("City", EQ, "Madrid)', /closing quote/],
		['T("City", EQ, "C:\\x")', /stray backslash/],
		['T("City", EQ, "Madrid"', /expected "\)"|unexpected the end/],
		['T("City", EQ, "Madrid"))', /unexpected \)/],
		['T("City" EQ "Madrid")', /unexpected/],
		['T("City", EQ)', /one value/],
		['T("City", EQ, "a", "b")', /one value/],
		['T("City", LIKE, "a")', /operator/],
		['T("City", e, "a")', /operator/],
		['T("City", SET)', /operator/],
		['T("City", EQ, ["a"])', /single value/],
		['T("City", IN, "a")', /list/],
		['T("City", IN, [])', /empty list/],
		['T("Age", BETWEEN, [1])', /two values/],
		['T("Age", GTE, "18")', /Integer/],
		['T("Age", gt, 18)', /operator/],
		['T("Unsubscribed", EQ, true)', /double quotes/],
		['T("Unsubscribed", IN, [1])', /Boolean/],
		['T("City", GTE, "M")', /String/],
		['T("Language", EQ, "EN")', /Language/],
		['T("Timezone", EQ, "UTC+15:00")', /Timezone/],
		['AT("AAAAA-00000", "Last Application Open", daysago, gt, 0)', /above 0/],
		['AT("ZZZZZ-00000", "Level", EQ, 1)', /not found/],
		['A("ZZZZZ-00000")', /not found/],
		['A(AAAAA-00000)', /double quotes|neither/],
		['A("AAAAA-00000", [ios], [tokens])', /tokens/],
		['Segment("00000-00000")', /not found/],
		['E("Purchase")', /unknown condition/],
		['t("City", EQ, "a")', /unknown condition/],
		['A("AAAAA-00000") - T("Age", EQ, 1)', /neither|unexpected/],
		['A("AAAAA-00000") AND T("Age", EQ, 1)', /unexpected/],
		['A("AAAAA-00000") * T("Age", EQ, 1) + T("Age", EQ, 2)', /parentheses/],
		['A("AAAAA-00000") \\ T("Age", EQ, 1) \\ T("Age", EQ, 2)', /parentheses/],
		['A("AAAAA-00000") T("Age", EQ, 1)', /unexpected/],
		['A("AAAAA-00000") *', /end/],
	])('%s', (expression, message) => {
		expect(() => select(expression)).toThrow(message);
	});
});

it('keeps quotes and backslashes inside texts when they are escaped', () => {
	state.devices.push({ hwid: 'eve', platform: 1, applications: [], tags: { City: 'Rio "x" \\ y' } });
	expect(select('T("City", EQ, "Rio \\"x\\" \\\\ y")')).toEqual(['eve']);
});

it.each([
	'(A("AAAAA-00000", [ios], [with_tokens]) * T("Language", in, ["en", "es"])) \\ T("Unsubscribed", eq, 1)',
	'AT("AAAAA-00000", "Last Application Open", daysago, gt, 7) + Geo(1.5, -2)',
	'Segment("12345-ABCDE")',
])('writes %s as it was read', (expression) => {
	expect(renderExpression(parseExpression(expression))).toBe(expression);
});
