import type {
	IAuthenticateRuleResponseCode,
	IAuthenticateRuleResponseSuccessBody,
	ICredentialTestRequest,
} from 'n8n-workflow';

type Rule = IAuthenticateRuleResponseCode | IAuthenticateRuleResponseSuccessBody;

export const REDIRECTS = [301, 302, 303, 307, 308];
/** Statuses that say nothing about the credential. */
export const SERVER_TROUBLE = [408, 429, 500, 502, 503, 504];

/** The test fails with `message` when the answer, an HTTP failure, has one of these statuses. */
export function codeRules(codes: number[], message: string): IAuthenticateRuleResponseCode[] {
	return codes.map((value) => ({ type: 'responseCode', properties: { value, message } }));
}

/**
 * The test fails with `message` when the body of a successful answer has this value.
 * @param key path with dots, `results.0.error`
 * @param value `undefined` fires when the key is missing: in other JSON, and in anything that isn't JSON
 */
export function bodyRule(key: string, value: unknown, message: string): IAuthenticateRuleResponseSuccessBody {
	return { type: 'responseSuccessBody', properties: { key, value, message } };
}

/** n8n judges by the first rule that fires, whatever its type; only the declared type keeps the two kinds apart. */
export function rules(list: Rule[]): ICredentialTestRequest['rules'] {
	return list as IAuthenticateRuleResponseSuccessBody[];
}
