/**
 * @param hostname as `URL.hostname` gives it: decimal, octal and hexadecimal forms are already dotted
 * @returns the four bytes, undefined for anything else
 */
export function ipv4Bytes(hostname: string): number[] | undefined {
	const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(hostname);
	return match ? match.slice(1).map(Number) : undefined;
}

/**
 * @param hostname as `URL.hostname` gives it: in brackets, lower case, `::` at most once, no dotted ending
 * @returns the eight 16-bit groups, undefined for anything else
 */
export function ipv6Groups(hostname: string): number[] | undefined {
	if (!hostname.startsWith('[')) return undefined;
	const [head, tail] = hostname
		.slice(1, -1)
		.split('::')
		.map((part) => (part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16))));
	if (tail === undefined) return head;
	return [...head, ...Array<number>(8 - head.length - tail.length).fill(0), ...tail];
}

/**
 * The IPv4 address that an IPv6 address stands for: mapped (::ffff:0:0/96), translated (::ffff:0:0:0/96),
 * compatible (::/96), NAT64 (64:ff9b::/96, RFC 6052) or 6to4 (2002::/16, RFC 3056).
 * @returns its four bytes, undefined when the address stands for itself
 */
export function embeddedIpv4(groups: number[]): number[] | undefined {
	const prefix = groups.slice(0, 6).join(':');
	const isTail = ['0:0:0:0:0:65535', '0:0:0:0:65535:0', '0:0:0:0:0:0', '100:65435:0:0:0:0'].includes(prefix);
	if (isTail) return bytesOf(groups[6], groups[7]);
	return groups[0] === 0x2002 ? bytesOf(groups[1], groups[2]) : undefined;
}

function bytesOf(high: number, low: number): number[] {
	return [high >> 8, high & 0xff, low >> 8, low & 0xff];
}
