import { RequestFailure, sentence, type Failure } from '../failure';

/**
 * A credential that can't be used as it is, or whose sign-in didn't work.
 *
 * n8n shows only the message of what a credential throws (its dialog, the HTTP Request node), so the message
 * holds what happened and what to do. It has neither `code` nor `response` nor `cause`: n8n would take those for
 * an HTTP client's error, show a canned text instead, and keep a request that holds a secret.
 */
export class CredentialProblem extends RequestFailure {
	/** @param passing trying again later can help, as nothing is wrong with the credential itself */
	constructor(
		failure: Failure,
		readonly passing = false,
	) {
		super(failure);
		this.name = 'CredentialProblem';
		this.message = sentence(failure.message, failure.advice);
	}
}

/**
 * A credential's text field as the user meant it.
 * @returns the text without surrounding white space and without the quotes or comma of the file it was copied from
 */
export function pastedText(value: unknown): string {
	if (typeof value !== 'string') return '';
	let text = value.replace(/^[\s\uFEFF\u200B]+|[\s,\uFEFF\u200B]+$/g, '');
	while (text.length > 1 && /^(["'`]).*\1$/s.test(text)) text = text.slice(1, -1).trim();
	return text;
}
