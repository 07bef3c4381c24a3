import { answerChatModel, CHAT_MODEL_PATH } from './chatModel/service.mts';
import { SandboxClock } from './control/clock.mts';
import { Faults } from './control/faults.mts';
import { RequestLog } from './control/log.mts';
import type { LogMode } from './control/log.mts';
import { answerControl } from './control/routes.mts';
import { applySeed } from './control/seed.mts';
import type { Seed } from './control/seed.mts';
import { Switches } from './control/switches.mts';
import { answerGoogle } from './google/service.mts';
import { createServiceAccountKey } from './google/serviceAccountKey.mts';
import type { ServiceAccountKey } from './google/serviceAccountKey.mts';
import { GoogleState } from './google/state.mts';
import { listen } from './http/server.mts';
import { textAnswer } from './http/message.mts';
import type { Answer, SandboxRequest } from './http/message.mts';
import { Inbox } from './inbox/inbox.mts';
import { answerPushwoosh } from './pushwoosh/service.mts';
import { PushwooshState } from './pushwoosh/state.mts';

export { CHAT_MODEL_KEY } from './chatModel/service.mts';
export type { Answer, SandboxRequest } from './http/message.mts';
export type { FaultAnswer, FaultMatch, FaultRule } from './control/faults.mts';
export type { Counts, LogEntry, LogMode } from './control/log.mts';
export type { Seed } from './control/seed.mts';
export type { SwitchPositions } from './control/switches.mts';
export type { DeliveredMessage, FcmBooks } from './google/fcmMessages/books.mts';
export { fcmFault } from './google/fcmMessages/faults.mts';
export type { FcmOutcome, FcmSend } from './google/fcmMessages/devices.mts';
export type { ApnsState, RegistrationState, ServiceAccount } from './google/state.mts';
export type { ServiceAccountKey } from './google/serviceAccountKey.mts';
export type { Books, BulkTask, ChannelMessage, PostedEvent, TagChange } from './pushwoosh/areas/books.mts';
export type { Journey } from './pushwoosh/areas/journeyBook.mts';
export type { Device } from './pushwoosh/devices.mts';
export type { Message } from './pushwoosh/state.mts';
export { createSelfSignedCertificate } from './http/selfSignedCertificate.mts';
export { WARNINGS } from './pushwoosh/createMessage.mts';

export interface SandboxOptions {
	/** 0, the default, takes any free port. */
	port?: number;
	/** Loopback by default. */
	host?: string;
	/** PEM; both together switch to HTTPS. `createSelfSignedCertificate` makes a pair. */
	key?: string | Buffer;
	cert?: string | Buffer;
	/** With HTTPS: also speak HTTP/2, with clients that prefer it. */
	http2?: boolean;
	logMode?: LogMode;
	/** Makes and registers a service account of its own, offered as `serviceAccountKey`. */
	serviceAccount?: boolean;
	seed?: Seed;
}

/** A running sandbox: Pushwoosh, Instance ID, FCM, the token endpoint and a chat model behind one address. */
export interface Sandbox {
	/** Scheme, host and port, without a trailing slash; the base URL of every service. */
	url: string;
	/** As the options named it. */
	host: string;
	/** The token endpoint. */
	tokenUrl: string;
	/** The base URL of the chat model, as an OpenAI credential names it. */
	chatModelUrl: string;
	pushwoosh: PushwooshState;
	google: GoogleState;
	/** The same two, under one name. */
	state: { pushwoosh: PushwooshState; google: GoogleState };
	log: RequestLog;
	faults: Faults;
	/** What the inbox can switch, under names that a user understands. */
	switches: Switches;
	clock: SandboxClock;
	/** The key file of the sandbox's own service account, when it was asked for. */
	serviceAccountKey?: ServiceAccountKey;
	/** Makes another service account with a fresh key pair and registers it. */
	createServiceAccount: (given?: { projectId?: string; clientEmail?: string }) => Promise<ServiceAccountKey>;
	registerServiceAccount: GoogleState['registerServiceAccount'];
	seed: (seed: Seed) => void;
	/** Forgets what happened, faults and settings. API tokens, service accounts and access tokens stay good. */
	reset: () => void;
	close: () => Promise<void>;
}

/** Starts a sandbox on a loopback port. It ends with `close()`. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
	const clock = new SandboxClock();
	const pushwoosh = new PushwooshState(clock);
	const google = new GoogleState(clock);
	const log = new RequestLog();
	const faults = new Faults();
	const switches = new Switches({ faults, google, pushwoosh });
	const host = options.host ?? '127.0.0.1';
	log.mode = options.logMode ?? 'full';

	const front = await listen({
		host,
		port: options.port ?? 0,
		...(options.key !== undefined && options.cert !== undefined
			? { tls: { key: options.key, cert: options.cert }, http2: options.http2 }
			: {}),
		log,
		faults,
		control: (request) => answerControl(sandbox, inbox, request),
		act: (request) => answerService(sandbox, request),
	});

	const sandbox: Sandbox = {
		url: front.url,
		host,
		tokenUrl: `${front.url}/token`,
		chatModelUrl: front.url + CHAT_MODEL_PATH,
		pushwoosh,
		google,
		state: { pushwoosh, google },
		log,
		faults,
		switches,
		clock,
		createServiceAccount: async ({ projectId = 'acme-demo-4711', clientEmail } = {}) => {
			const email = clientEmail ?? `push-tools@${projectId}.iam.gserviceaccount.com`;
			const { key, publicKey } = await createServiceAccountKey({
				projectId,
				clientEmail: email,
				tokenUri: sandbox.tokenUrl,
			});
			google.registerServiceAccount({
				clientEmail: email,
				publicKey,
				projectId,
				privateKeyId: key.private_key_id,
			});
			return key;
		},
		registerServiceAccount: (account) => google.registerServiceAccount(account),
		seed: (seed) => applySeed({ pushwoosh, google, log, faults }, seed),
		reset: () => {
			clock.reset();
			pushwoosh.reset();
			google.reset();
			faults.clear();
			switches.off();
			log.clear();
		},
		close: front.close,
	};
	const inbox = new Inbox(sandbox);
	if (options.serviceAccount) sandbox.serviceAccountKey = await sandbox.createServiceAccount();
	if (options.seed !== undefined) sandbox.seed(options.seed);
	return sandbox;
}

function answerService({ pushwoosh, google }: Sandbox, request: SandboxRequest): Answer {
	try {
		return answerPushwoosh(pushwoosh, request) ?? answerChatModel(request) ?? answerGoogle(google, request);
	} catch (error) {
		// A defect of the sandbox itself; it mustn't look like an answer of a service.
		return textAnswer(
			599,
			`Sandbox defect: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
		);
	}
}
