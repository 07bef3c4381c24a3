import { CredentialProblem } from './credentialProblem';
import { embeddedIpv4, ipv4Bytes, ipv6Groups } from './ipAddress';

/** Names under which cloud machines reach their metadata service, which hands out the machine's own credentials. */
const METADATA_NAMES = new Set(['metadata.google.internal', 'metadata.goog', 'metadata', 'instance-data']);

/**
 * Reads a URL field of a credential. Such fields exist for private deployments, dedicated regions, proxies and a
 * local stand-in, and whatever stands there is sent a credential: so it must be `https:`, or `http:` to this very
 * machine, and may not lead to a link-local or cloud metadata address.
 * @param field the field's display name, for the message
 * @returns the address in its normal form, path prefix included, without a trailing slash
 * @throws CredentialProblem (its message contains "https" and names the field) before anything is sent
 */
export function readBaseUrl(value: unknown, field: string): string {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '') throw unusable(field, 'is empty');
	// The URL parser drops line breaks and turns a backslash into a slash: what is shown wouldn't be what is used.
	if (/[\s\\\p{Cc}\p{Cf}]/u.test(text))
		throw unusable(field, 'holds a space or a character that no address has');
	if (!/^https?:\/\/[^/]/i.test(text)) throw unusable(field, "isn't a web address that begins with https://");

	if (!URL.canParse(text)) throw unusable(field, "isn't a web address");
	const url = new URL(text);
	if (url.username !== '' || url.password !== '' || authorityOf(text).includes('@')) {
		throw unusable(field, 'holds a user name or password');
	}
	if (text.includes('?')) throw unusable(field, 'holds a query (the part after "?")');
	if (text.includes('#')) throw unusable(field, 'holds a fragment (the part after "#")');
	if (isMachineInternal(url.hostname)) {
		throw unusable(field, 'leads to a link-local or cloud metadata address');
	}
	if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
		throw unusable(field, 'begins with http://, which sends the credential unencrypted');
	}
	return (url.origin + url.pathname).replace(/\/+$/, '');
}

function unusable(field: string, what: string): CredentialProblem {
	return new CredentialProblem({
		code: 'INVALID_URL',
		message: `'${field}' can't be used as an https address: it ${what}`,
		advice: `Enter an address like https://host/path in '${field}' of the credential (http only for localhost, 127.0.0.1 and [::1]).`,
	});
}

function authorityOf(text: string): string {
	return text.slice(text.indexOf('//') + 2).split(/[/?#]/, 1)[0];
}

/** Decimal, octal and hexadecimal IPv4 and Unicode digits are in normal form here: the URL parser saw to it. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || ipv4Bytes(hostname)?.[0] === 127;
}

function isMachineInternal(hostname: string): boolean {
	if (METADATA_NAMES.has(hostname.replace(/\.+$/, ''))) return true;
	const groups = ipv6Groups(hostname);
	const bytes = groups ? embeddedIpv4(groups) : ipv4Bytes(hostname);
	if (bytes && isInternalIpv4(bytes)) return true;
	if (!groups) return false;
	const isLinkLocal = (groups[0] & 0xffc0) === 0xfe80;
	const isAwsMetadata = groups[0] === 0xfd00 && groups[1] === 0x0ec2;
	return isLinkLocal || isAwsMetadata;
}

/** 169.254.0.0/16 is link-local and holds nearly every cloud's metadata service; Alibaba's is 100.100.100.200. */
function isInternalIpv4(bytes: number[]): boolean {
	return (bytes[0] === 169 && bytes[1] === 254) || bytes.join('.') === '100.100.100.200';
}
