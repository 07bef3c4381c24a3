import { isObject, jsonAnswer } from '../http/message.mts';
import type { Answer, SandboxRequest, StreamedAnswer } from '../http/message.mts';
import type { Inbox } from '../inbox/inbox.mts';
import type { Sandbox } from '../index.mts';
import type { FaultRule } from './faults.mts';
import { refusalFor } from './guard.mts';
import type { Seed } from './seed.mts';
import { snapshotOf, withoutCredentials } from './snapshot.mts';

/** Answers `/__sandbox/…`: what can be done in process, as JSON over HTTP; and the inbox, a page at `/`. */
export function answerControl(
	sandbox: Sandbox,
	inbox: Inbox,
	request: SandboxRequest,
): Answer | StreamedAnswer {
	const answer = guarded(sandbox, inbox, request);
	return { ...answer, headers: { ...PROTECTION, ...answer.headers } };
}

/** Keeps other web pages from embedding what is answered, and browsers from guessing what it is. */
const PROTECTION = { 'x-content-type-options': 'nosniff', 'cross-origin-resource-policy': 'same-origin' };

function guarded(sandbox: Sandbox, inbox: Inbox, request: SandboxRequest): Answer | StreamedAnswer {
	const refusal = refusalFor(request, sandbox.host);
	if (refusal !== undefined) return jsonAnswer(403, { error: refusal });
	const path = request.path.replace(/^\/__sandbox/, '').replace(/\/$/, '');
	const [, room, id] = path.split('/');
	const isForInbox = room === 'inbox' || !request.path.startsWith('/__sandbox');
	try {
		return (
			(isForInbox ? inbox.answer(request) : route(sandbox, request, `${request.method} ${room ?? ''}`, id)) ??
			jsonAnswer(404, { error: 'No such control endpoint' })
		);
	} catch (error) {
		return jsonAnswer(400, { error: error instanceof Error ? error.message : String(error) });
	}
}

function route(
	sandbox: Sandbox,
	request: SandboxRequest,
	what: string,
	id: string | undefined,
): Answer | undefined {
	const { faults, log, switches } = sandbox;
	switch (what) {
		case 'GET ':
		case 'GET health':
			return jsonAnswer(200, { status: 'ok', url: sandbox.url });
		case 'GET state':
			return jsonAnswer(
				200,
				snapshotOf(sandbox.pushwoosh, sandbox.google, request.query.get('full') === 'true'),
			);
		case 'GET counts':
			return jsonAnswer(200, log.counts);
		case 'GET log': {
			const since = Number(request.query.get('since') ?? 0);
			const entries = log.requests(request.query.get('path') ?? '*').filter((entry) => entry.id > since);
			return jsonAnswer(200, entries.map(withoutCredentials));
		}
		case 'GET rules':
			return jsonAnswer(200, { latencyMs: faults.latencyMs, rules: faults.list() });
		case 'POST rules':
			return jsonAnswer(200, { ids: rulesOf(request).map((rule) => faults.add(rule)) });
		case 'DELETE rules':
			if (id === undefined) faults.clear();
			else if (!faults.remove(Number(id))) return jsonAnswer(404, { error: `No rule ${id}` });
			return jsonAnswer(200, {});
		case 'GET switches':
			return jsonAnswer(200, switches.positions);
		case 'PATCH switches':
			return jsonAnswer(200, switches.set(bodyOf(request)));
		case 'DELETE switches':
			return jsonAnswer(200, switches.off());
		case 'POST seed':
			sandbox.seed(bodyOf(request) as Seed);
			return jsonAnswer(200, {});
		case 'POST expire-access-tokens':
			sandbox.google.revokeAccessTokens();
			return jsonAnswer(200, {});
		case 'POST reset':
			sandbox.reset();
			return jsonAnswer(200, {});
		case 'GET connect':
			return jsonAnswer(200, {
				apiToken: [...sandbox.pushwoosh.apiTokens].find(([, { type }]) => type === 'server')?.[0],
				hasKeyFile: sandbox.serviceAccountKey !== undefined,
			});
		case 'GET service-account.json':
			return sandbox.serviceAccountKey === undefined
				? jsonAnswer(404, { error: 'Start the sandbox with its own service account to get one here' })
				: jsonAnswer(200, { ...sandbox.serviceAccountKey, token_uri: `${request.origin}/token` });
		default:
			return undefined;
	}
}

function bodyOf(request: SandboxRequest): Record<string, unknown> {
	if (!isObject(request.json)) throw new Error('The body must be a JSON object');
	return request.json;
}

function rulesOf(request: SandboxRequest): FaultRule[] {
	const rules: unknown[] = Array.isArray(request.json) ? request.json : [bodyOf(request)];
	for (const rule of rules) {
		if (!isObject(rule) || !isObject(rule.answer)) throw new Error('A rule is an object with an "answer"');
	}
	return rules as FaultRule[];
}
