import { asRecord, parseJson } from '../../../shared/json';
import { isFilled } from '../errors/googleError';
import { decodeBase64Text } from './base64Text';
import { badKey, KEY_FIELD } from './privateKey';
import type { ServiceAccount } from './serviceAccount';

/** What counts in a service account's key file (the service's reference, 11.1). Its `token_uri` never does. */
export interface KeyFile extends Omit<ServiceAccount, 'privateKeyPem'> {
	/** As it stands in the file. */
	privateKey: string;
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
 * Reads a whole service account JSON file pasted into the key field, also when it was copied with what it was wrapped in
 * ({@link parseObject}).
 * @returns undefined when the text shows no sign of such a file
 * @throws CredentialProblem for a JSON object that is something else, or that lacks the key or the e-mail
 */
export function readKeyFile(pasted: string): KeyFile | undefined {
	const json = parseObject(pasted);
	if (json === undefined) return undefined;

	const other = OTHER_FILES.find(([matches]) => matches(json));
	if (other) throw badKey(`'${KEY_FIELD}' holds ${other[1]}, not the key file of a service account`);
	const { client_email: email, private_key: key, project_id: project, private_key_id: keyId, type } = json;
	if (type !== undefined && type !== 'service_account') {
		throw badKey(`'${KEY_FIELD}' holds a JSON file that isn't the key file of a service account`);
	}
	if (!isFilled(key)) throw badKey(`The JSON in '${KEY_FIELD}' has no 'private_key'`);
	if (!isFilled(email)) throw badKey(`The JSON in '${KEY_FIELD}' has no 'client_email'`);
	return {
		clientEmail: email.trim(),
		privateKey: key,
		projectId: isFilled(project) ? project.trim() : undefined,
		keyId: isFilled(keyId) && /^[0-9a-f]{8,64}$/i.test(keyId.trim()) ? keyId.trim() : undefined,
	};
}

/** Wrappings that are taken off one after another; no honest paste has more. */
const MOST_LAYERS = 12;

/**
 * The object in a pasted text, whatever it is wrapped in: quotes, a line of an environment file, a list of one, base64,
 * JSON made text of several times over. Of anything else it takes the fields.
 */
function parseObject(pasted: string): Record<string, unknown> | undefined {
	let text = trimmed(pasted);
	for (let layer = 0; layer < MOST_LAYERS; layer++) {
		// What follows the last brace doesn't count.
		const json = asRecord(parseJson(text.slice(0, text.lastIndexOf('}') + 1)));
		if (json) return json;
		const inner = unwrapped(text);
		if (inner === undefined) break;
		text = trimmed(inner);
	}
	const fields = fieldsOf(text);
	return text.startsWith('{') || 'private_key' in fields || 'client_email' in fields ? fields : undefined;
}

/** @returns what the outermost wrapping holds; undefined when there is none that is known */
function unwrapped(text: string): string | undefined {
	const json = parseJson(text);
	if (typeof json === 'string') return json;
	if (Array.isArray(json)) {
		if (json.length === 1) return typeof json[0] === 'string' ? json[0] : JSON.stringify(json[0]);
		if (json.some((entry) => asRecord(entry))) {
			throw badKey(`'${KEY_FIELD}' holds a list of ${json.length}, not one key file`);
		}
	}
	return (
		decodeBase64Text(text) ??
		/^(["'`])((?:(?!\1).)+)\1$/s.exec(text)?.[2] ??
		/^(?:(?:export|set|const|let|var|ENV)\s+)?[A-Za-z_$][\w.$-]*\s*[:=]\s*(.+)$/s.exec(text)?.[1]
	);
}

function trimmed(text: string): string {
	return text.replace(/^[\s\uFEFF\u200B]+|[\s,;\uFEFF\u200B]+$/g, '');
}

/** Whether a text holds more than a bare key: at least parts of the file that Google hands out. */
export function looksLikeKeyFile(pasted: string): boolean {
	const text = decodeBase64Text(pasted.trim()) ?? pasted;
	return text.trimStart().startsWith('{') || /client_email|gserviceaccount\.com/.test(text);
}

/**
 * A file that no parser takes any more (cut off, smart quotes, resolved line breaks, a fence or a comment around it) still
 * shows its fields.
 */
function fieldsOf(text: string): Record<string, unknown> {
	const quote = '["\u201C\u201D\u201E\u00AB\u00BB]';
	const pattern = new RegExp(
		`\\\\*${quote}([a-z_]+)\\\\*${quote}\\s*:\\s*\\\\*${quote}([^"\u201C\u201D\u201E\u00AB\u00BB]*?)\\\\*${quote}`,
		'g',
	);
	return Object.fromEntries([...text.matchAll(pattern)].map(([, name, value]) => [name, value]));
}
