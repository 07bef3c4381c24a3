/** The platforms with their numbers in Pushwoosh's API (the service's reference, 1.8), as a form offers them. */
export const PLATFORMS = [
	{ name: 'Amazon', value: 9 },
	{ name: 'Android', value: 3 },
	{ name: 'Chrome', value: 11 },
	{ name: 'Email', value: 14 },
	{ name: 'Firefox', value: 12 },
	{ name: 'Huawei', value: 17 },
	{ name: 'iOS', value: 1 },
	{ name: 'macOS', value: 7 },
	{ name: 'Safari', value: 10 },
	{ name: 'SMS', value: 18 },
	{ name: 'WhatsApp', value: 21 },
	{ name: 'Windows', value: 8 },
	{ name: 'Xiaomi', value: 19 },
];
