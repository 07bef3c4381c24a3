/** Names of platforms in statistics; those after SMS aren't documented. */
export const PLATFORM_NAMES: ReadonlyMap<number, string> = new Map([
	[1, 'IOS'],
	[3, 'ANDROID'],
	[7, 'OSX'],
	[8, 'WINDOWS'],
	[9, 'AMAZON'],
	[10, 'SAFARI'],
	[11, 'CHROME'],
	[12, 'FIREFOX'],
	[13, 'IE'],
	[14, 'EMAIL'],
	[17, 'HUAWEI_ANDROID'],
	[18, 'SMS'],
	[19, 'XIAOMI'],
	[21, 'WHATSAPP'],
]);

export function namesOrNumbers(
	platforms: readonly number[],
	form: 'names' | 'numbers',
): Array<string | number> {
	return form === 'numbers'
		? [...platforms]
		: platforms.map((code) => PLATFORM_NAMES.get(code) ?? String(code));
}

/** `YYYY-MM-DD HH:mm:ss` in UTC. */
export function momentText(milliseconds: number): string {
	return new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ');
}

/** What statistics answer as `{"error": …}`. */
export class StatisticsRefusal extends Error {
	readonly status: 400 | 401 | 403 | 404;

	constructor(message: string, status: 400 | 401 | 403 | 404 = 400) {
		super(message);
		this.status = status;
	}
}
