import { CredentialProblem } from '../../../shared/credentialProblem';
import { asRecord } from '../../../shared/http/answer';
import { decodeBase64Text } from './base64Text';
import { GET_KEY_FILE } from './privateKey';

/** What counts in a service account's key file (the service's reference, 11.1). Its `token_uri` never does. */
export interface KeyFile {
	clientEmail: string;
	privateKey: string;
	projectId?: string;
	keyId?: string;
}

/** Other JSON files of Google that users mistake for the key file: how they look, and what they are. */
const OTHER_FILES: ReadonlyArray<readonly [(json: Record<string, unknown>) => boolean, string]> = [
	[(json) => 'project_info' in json || 'client' in json, "an app's google-services.json"],
	[(json) => 'installed' in json || 'web' in json, 'an OAuth client'],
	[(json) => json.type === 'authorized_user', 'the sign-in of a person'],
	[(json) => json.type === 'external_account', 'a workload identity configuration, which has no key'],
	[(json) => 'apiKey' in json && 'appId' in json, "a web app's Firebase configuration"],
];

/**
 * Reads a whole service account JSON file pasted into the key field, also when pasting turned the `\n` of its
 * strings into line breaks, put quotes around it, or encoded it in base64.
 * @returns undefined when the text isn't a JSON object
 * @throws CredentialProblem for a JSON object that is something else, or that lacks the key or the e-mail
 */
export function readKeyFile(pasted: string): KeyFile | undefined {
	const json = parseObject(pasted);
	if (json === undefined) return undefined;

	const other = OTHER_FILES.find(([matches]) => matches(json));
	if (other) throw badFile(`'Private Key' holds ${other[1]}, not the key file of a service account`);
	const { client_email: email, private_key: key, project_id: project, private_key_id: keyId, type } = json;
	if (type !== undefined && type !== 'service_account') {
		throw badFile("'Private Key' holds a JSON file that isn't the key file of a service account");
	}
	if (typeof key !== 'string' || key.trim() === '') {
		throw badFile("The JSON in 'Private Key' has no 'private_key'");
	}
	if (typeof email !== 'string' || email.trim() === '') {
		throw badFile("The JSON in 'Private Key' has no 'client_email'");
	}
	return {
		clientEmail: email.trim(),
		privateKey: key,
		...(typeof project === 'string' && project.trim() !== '' ? { projectId: project.trim() } : {}),
		...(typeof keyId === 'string' && /^[0-9a-f]{8,64}$/i.test(keyId.trim()) ? { keyId: keyId.trim() } : {}),
	};
}

function badFile(message: string): CredentialProblem {
	return new CredentialProblem({ code: 'INVALID_PRIVATE_KEY', message, advice: GET_KEY_FILE });
}

function parseObject(pasted: string): Record<string, unknown> | undefined {
	const text = pasted.replace(/^[\s\uFEFF\u200B]+|[\s,;\uFEFF\u200B]+$/g, '');
	const decoded = decodeBase64Text(text);
	if (decoded !== undefined) return decoded.startsWith('{') ? parseObject(decoded) : undefined;
	const quoted = /^(["'`])\s*(\{.*\})\s*\1$/s.exec(text)?.[2];
	const candidates = [text, ...(quoted === undefined ? [] : [quoted, quoted.replace(/\\(.)/gs, '$1')])];
	for (const candidate of candidates) {
		if (!candidate.startsWith('{') && !candidate.startsWith('"{')) continue;
		for (const attempt of [candidate, escapeBreaksInStrings(candidate)]) {
			const json = parse(attempt);
			const record = asRecord(typeof json === 'string' ? parse(json) : json);
			if (record) return record;
		}
	}
	return candidates.some((candidate) => candidate.startsWith('{')) ? fieldsOf(text) : undefined;
}

/** A JSON file that no parser takes any more (cut off, smart quotes) still shows its fields. */
function fieldsOf(text: string): Record<string, unknown> {
	const fields: Record<string, unknown> = {};
	const quote = '["\u201C\u201D\u201E\u00AB\u00BB]';
	const pattern = new RegExp(
		`\\\\?${quote}([a-z_]+)\\\\?${quote}\\s*:\\s*\\\\?${quote}([^"\u201C\u201D\u201E\u00AB\u00BB]*?)\\\\?${quote}`,
		'g',
	);
	for (const [, name, value] of text.matchAll(pattern)) fields[name] = value;
	return fields;
}

/** JSON strings can't hold line breaks: a tool that resolved `\n` once too often left them there. */
function escapeBreaksInStrings(text: string): string {
	return text.replace(/"(?:[^"\\]|\\.)*"/gs, (string) =>
		string.replace(/\r?\n|\r/g, '\\n').replace(/\t/g, ' '),
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
