/** What something is called when it is counted. */
export interface Noun {
	one: string;
	many: string;
}

/** A number as people read it: 12,345. */
export function number(value: number): string {
	return value.toLocaleString('en-US');
}

/** A number with its noun: 1 device, 12,345 devices. */
export function count(value: number, noun: Noun): string {
	return `${number(value)} ${value === 1 ? noun.one : noun.many}`;
}
