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

/** Names that are only known inside a network (RFC 6762, RFC 8375, RFC 9476 and what routers use). */
const PRIVATE_NAME = /^[^.]+$|\.(local|localdomain|lan|home|corp|intranet|internal|private|home\.arpa)$/;

/**
 * Says how far an address reaches. What a name stands for isn't looked up: only n8n's own filter of outgoing requests
 * can do that.
 * @param hostname as `URL.hostname` gives it
 * @returns `loopback` for this machine, `private` for networks that the internet doesn't reach, else `public`
 */
export function reachOf(hostname: string): 'loopback' | 'private' | 'public' {
	const name = hostname.replace(/\.+$/, '');
	const groups = ipv6Groups(name);
	const bytes = groups ? embeddedIpv4(groups) : ipv4Bytes(name);
	if (bytes) return reachOfIpv4(bytes);
	if (groups) {
		// Unique local fc00::/7, link-local fe80::/10, the old site-local fec0::/10.
		return (groups[0] & 0xfe00) === 0xfc00 || (groups[0] & 0xff80) === 0xfe80 ? 'private' : 'public';
	}
	if (/(^|\.)localhost$/.test(name)) return 'loopback';
	return PRIVATE_NAME.test(name) ? 'private' : 'public';
}

/** RFC 1918, RFC 6598 (shared), RFC 3927 (link-local), RFC 2544 (benchmarks), and 0.0.0.0/8, which is this machine (:: and ::1 stand for such too). */
function reachOfIpv4([first, second]: number[]): ReturnType<typeof reachOf> {
	if (first === 127 || first === 0) return 'loopback';
	const isPrivate =
		first === 10 ||
		(first === 172 && second >= 16 && second < 32) ||
		(first === 192 && second === 168) ||
		(first === 100 && second >= 64 && second < 128) ||
		(first === 169 && second === 254) ||
		(first === 198 && (second === 18 || second === 19));
	return isPrivate ? 'private' : 'public';
}
