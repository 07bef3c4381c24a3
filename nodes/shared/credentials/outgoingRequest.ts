import type { IHttpRequestOptions } from 'n8n-workflow';
import { CredentialProblem } from './credentialProblem';

/**
 * What n8n hands to a credential's `authenticate`: the options of today's HTTP helper, or those of the older one
 * behind the HTTP Request node (`uri` for `url`, its own words for redirects).
 */
export type OutgoingRequest = IHttpRequestOptions & {
	uri?: string;
	followRedirect?: boolean;
	followAllRedirects?: boolean;
	form?: unknown;
	formData?: unknown;
};

/**
 * Where a request goes, joined as n8n's HTTP client joins `baseURL` and a relative `url`.
 * @throws CredentialProblem when that isn't a web address
 */
export function targetOf(request: OutgoingRequest): URL {
	const path = String(request.url ?? request.uri ?? '');
	const base = request.baseURL === undefined ? '' : String(request.baseURL);
	const isAbsolute = base === '' || /^([a-z][a-z\d+.-]*:)?\/\//i.test(path);
	const address = isAbsolute ? path : `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
	if (URL.canParse(address)) return new URL(address);
	throw new CredentialProblem({
		code: 'INVALID_URL',
		message: "The request's URL isn't a web address",
		advice: 'Enter the whole address, beginning with https://.',
	});
}

/**
 * @param base as {@link readBaseUrl} returns it
 * @returns the target's path below the base, beginning with a slash; undefined when it lies elsewhere
 */
export function pathBelow(base: string, target: URL): string | undefined {
	const address = target.origin + target.pathname;
	if (address !== base && !address.startsWith(`${base}/`)) return undefined;
	return address.slice(base.length) || '/';
}

/**
 * The request with other headers, for whichever of n8n's two HTTP helpers sends it. The caller's objects stay as
 * they are, so that no credential gets into something the caller logs or returns. Redirects are never followed:
 * they would carry the credential, and the request's content, to another place.
 * @param headers replace those of the same name in any spelling; `undefined` removes one
 */
export function withHeaders(
	request: OutgoingRequest,
	headers: Record<string, string | undefined>,
): OutgoingRequest {
	const replaced = new Set(Object.keys(headers).map((name) => name.toLowerCase()));
	const kept = Object.entries(request.headers ?? {}).filter(([name]) => !replaced.has(name.toLowerCase()));
	const added = Object.entries(headers).filter(([, value]) => value !== undefined);
	return {
		...request,
		headers: Object.fromEntries([...kept, ...added]),
		disableFollowRedirect: true,
		followRedirect: false,
		followAllRedirects: false,
	};
}

/** @throws CredentialProblem always: the credential isn't for that address */
export function refuseTarget(target: URL, allowed: string): never {
	throw new CredentialProblem({
		code: 'FOREIGN_HOST',
		message: `The credential wasn't sent to ${target.host}`,
		advice: `It is only for ${allowed}. Check the request's URL, or the URL in the credential.`,
	});
}
