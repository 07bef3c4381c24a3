import type { Seed } from '../sandbox/index.mts';

/** A made-up APNs token: eight digits, eight times. */
const apns = (digits: string) => digits.repeat(8);
const deviceToken = (number: number) => `device-${String(number).padStart(4, '0')}:APA91bExampleToken`;
/** Of a row of the large table. */
const rowToken = (row: number) => `phone-${String(row).padStart(7, '0')}:APA91bExampleToken`;
const phoneToken = (person: string) => `${person}-phone:APA91bExampleToken`;

/** What the services know before the first run, so that the examples have something to find. */
export const playgroundSeed: Seed = {
	pushwoosh: {
		pastMessages: { count: 2500, day: 'yesterday' },
		unknownDevices: ['no-app'],
		filters: [
			{
				name: 'Active customers',
				filterExpression: 'T("Last Application Open", GTE, "60 days ago")',
				code: 'ACTIV-00001',
			},
			{ name: 'Pro plan', filterExpression: 'T("Plan", EQ, "pro")', code: 'PROPL-00002' },
			{ name: 'Spanish speakers', filterExpression: 'T("Language", EQ, "es")', code: 'SPANI-00003' },
		],
	},
	google: {
		tokens: [
			{ tokens: ['ben', 'eva'].map(phoneToken), state: 'unregistered' },
			{ tokens: [phoneToken('gus')], state: 'malformed' },
			{ tokens: [100, 500, 900].map(deviceToken), state: 'unregistered' },
			{ tokens: [1500, 501_500, 999_500].map(rowToken), state: 'unregistered' },
		],
		apnsTokens: [
			{ tokens: [apns('2b4d6f80')], environment: 'sandbox' },
			{ tokens: [apns('deadbeef')], environment: 'none' },
		],
		subscriptions: [
			{
				topic: 'news',
				tokens: ['ana', 'ben', 'carla', 'david', 'eva', 'finn', 'gus', 'hana'].map(phoneToken),
			},
			{
				topic: 'summer-sale',
				tokens: Array.from({ length: 1200 }, (_, index) => deviceToken(index + 1)),
			},
		],
	},
};
