/** Platform codes of the remote API that are current, with the names used in segment expressions. */
const PLATFORM_NAMES: Record<number, string> = {
	1: 'iOS',
	3: 'Android',
	7: 'OsX',
	8: 'Windows',
	9: 'Amazon',
	10: 'Safari',
	11: 'Chrome',
	12: 'Firefox',
	13: 'IE',
	14: 'Email',
	17: 'Huawei',
	18: 'SMS',
	19: 'Xiaomi',
	21: 'WhatsApp',
};

export function isPlatform(code: unknown): code is number {
	return typeof code === 'number' && Object.hasOwn(PLATFORM_NAMES, code);
}

/** Name of a platform code; `Unknown` for others. */
export function platformName(code: number): string {
	return PLATFORM_NAMES[code] ?? 'Unknown';
}
