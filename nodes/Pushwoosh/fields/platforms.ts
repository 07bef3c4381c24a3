import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';

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

/** @returns the platforms' numbers, each once; none where none is chosen @throws ItemProblem */
export function readPlatforms(item: ItemReader): number[] {
	const codes = item.entries('platforms', 'whitespace');
	if (codes.every((code) => /^[1-9]\d*$/.test(code))) return [...new Set(codes.map(Number))];
	throw new ItemProblem(
		`'${item.field('platforms').label}' holds something that isn't a platform`,
		'Choose from the list. An expression has to give codes, like [1, 3].',
	);
}
