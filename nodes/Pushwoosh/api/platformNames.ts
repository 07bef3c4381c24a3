import { filledText } from './applications';

/** Names of platforms in statistics (the service's reference, 1.8); those after SMS aren't documented. */
const NAMES: ReadonlyMap<number, string> = new Map([
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

/** @param platform the service's number, or its name, which stays @returns e.g. `IOS`; the number where it has no name */
export function platformName(platform: unknown): string {
	const text = filledText(platform) ?? '';
	return NAMES.get(Number(text)) ?? text;
}
