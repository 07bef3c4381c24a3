import type { Failure } from '../../../shared/failure';
import { codeTable } from '../errors/codeTable';
import { GET_KEY_FILE, KEY_FIELD } from './privateKey';

type Explanation = Pick<Failure, 'message' | 'advice'>;

export const CHECK_TOKEN_URL =
	"Check 'Token URL' in the credential; Google's own is https://oauth2.googleapis.com/token.";
const NEW_KEY = `The key may have been deleted or disabled, or belong to another account. ${GET_KEY_FILE}`;
const ASK_ADMIN = 'Ask an administrator of the Google Cloud project, or use another service account.';

/** `invalid_grant` covers everything from a wrong clock to a deleted account; only its description tells which. */
const INVALID_GRANTS: ReadonlyArray<Explanation & { described: RegExp }> = [
	{
		described: /short-lived|reasonable timeframe|\biat\b|\bexp\b/i,
		message: "Google refused the sign-in because this machine's clock is wrong",
		advice: 'Set the clock of the machine that runs n8n (a few minutes off are too many), then try again.',
	},
	{
		described: /signature/i,
		message: "Google doesn't accept this private key for this service account",
		advice: NEW_KEY,
	},
	{
		described: /account not found/i,
		message: 'Google knows no service account with this e-mail address',
		advice: `Check 'Service Account Email', or whether the account was deleted. ${GET_KEY_FILE}`,
	},
	{
		described: /audience/i,
		message: "Google refused the sign-in because it wasn't meant for this address",
		advice: CHECK_TOKEN_URL,
	},
	{
		described: /not a valid email/i,
		message: "Google doesn't take the service account's e-mail address for one",
		advice: `Check 'Service Account Email': it ends in .iam.gserviceaccount.com. ${GET_KEY_FILE}`,
	},
];

const DISABLED: Explanation = {
	message: 'The service account is disabled or deleted',
	advice: 'Enable it in the Google Cloud console under IAM & Admin > Service Accounts, or use another one.',
};
const NOT_UNDERSTOOD: Explanation = {
	message: "The token address didn't understand the sign-in",
	advice: `${CHECK_TOKEN_URL} A proxy in between may also change requests.`,
};

/** The service's reference, 11.4: the code decides, as the HTTP status is nearly always 400. */
const BY_CODE = codeTable<Explanation>({
	/** Where {@link INVALID_GRANTS} doesn't know better. */
	invalid_grant: {
		message: "Google didn't accept the sign-in of the service account",
		advice: `Either this machine's clock is wrong, or the key was revoked: check the clock first. ${GET_KEY_FILE}`,
	},
	invalid_scope: {
		message: "The token address doesn't grant access to Firebase Cloud Messaging",
		advice: `${CHECK_TOKEN_URL} The credential asks for the scope firebase.messaging only.`,
	},
	unauthorized_client: {
		message: "Google doesn't let this service account sign in for Firebase Cloud Messaging",
		advice: ASK_ADMIN,
	},
	access_denied: { message: 'Google denied the service account access', advice: ASK_ADMIN },
	invalid_client: {
		message: "Google doesn't know the service account in this form",
		advice: `Check 'Service Account Email' and '${KEY_FIELD}'. ${GET_KEY_FILE}`,
	},
	disabled_client: DISABLED,
	deleted_client: DISABLED,
	admin_policy_enforced: {
		message: "A policy of the service account's organization forbids the sign-in",
		advice: ASK_ADMIN,
	},
	org_internal: {
		message: "The service account's organization allows only its own members to sign in",
		advice: ASK_ADMIN,
	},
	unsupported_grant_type: NOT_UNDERSTOOD,
	invalid_request: NOT_UNDERSTOOD,
});

/**
 * What a refusal of the token endpoint means, and what to do about it.
 * @param code `error` of the answer
 * @param description `error_description`, cleared of secrets; shown only when nothing better is known
 */
export function explainRefusal(code: string, description: string): Failure {
	const grant =
		code === 'invalid_grant'
			? INVALID_GRANTS.find(({ described }) => described.test(description))
			: undefined;
	const known = grant ?? BY_CODE.get(code);
	if (known) return { code, message: known.message, advice: known.advice };
	return {
		code,
		message: `Google refused the sign-in of the service account (${[code, description].filter(Boolean).join(': ')})`,
		advice: `Check 'Service Account Email', '${KEY_FIELD}' and 'Token URL'. ${GET_KEY_FILE}`,
	};
}
