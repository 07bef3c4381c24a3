// The services in a process of their own, so that they neither slow a client down nor count as its memory.
import {
	createSelfSignedCertificate,
	startSandbox,
	type Counts,
	type Sandbox,
	type ServiceAccountKey,
} from '../../sandbox/index.mts';
import { MESSAGING_SCOPE } from '../access.mts';
import { jobOf } from '../jobs/index.mts';
import { addFaultScript } from './faultScript.mts';
import { serve } from './worker.mts';

/** How a client reaches the services. */
export interface Services {
	url: string;
	tokenUrl: string;
	serviceAccountKey: ServiceAccountKey;
	/** Pushwoosh API token. */
	apiToken: string;
	/** Its token for the Device API. */
	deviceToken: string;
	/** A Google access token that is good for as long as the sandbox runs. */
	accessToken: string;
	/** PEM, with TLS: the authority to trust. */
	certificate?: string;
}

export interface Scene {
	job: string;
	items: number;
	latencyMs: number;
}

const API_TOKEN = 'bench-server-token';
const DEVICE_TOKEN = 'bench-device-token';
const ACCESS_TOKEN = 'bench-access-token';

/** What messages:send came to. */
export interface Delivered {
	/** Devices that got a message. */
	reached: number;
	/** Devices that got the same one more than once. */
	doubled: number;
}

let sandbox: Sandbox;

const handlers = {
	async start({ tls }: { tls: boolean }): Promise<Services> {
		const pair = tls ? await createSelfSignedCertificate() : undefined;
		sandbox = await startSandbox({ serviceAccount: true, logMode: 'light', http2: tls, ...pair });
		const { url, tokenUrl, serviceAccountKey, pushwoosh, google } = sandbox;
		if (serviceAccountKey === undefined) throw new Error('The sandbox has no service account');
		pushwoosh.addApiToken(API_TOKEN);
		pushwoosh.addApiToken(DEVICE_TOKEN, { type: 'device' });
		google.accessTokens.set(ACCESS_TOKEN, {
			clientEmail: serviceAccountKey.client_email,
			projectId: serviceAccountKey.project_id,
			scopes: [MESSAGING_SCOPE],
			expiresAt: Number.POSITIVE_INFINITY,
			revoked: false,
		});
		return {
			url,
			tokenUrl,
			serviceAccountKey,
			apiToken: API_TOKEN,
			deviceToken: DEVICE_TOKEN,
			accessToken: ACCESS_TOKEN,
			certificate: pair?.cert,
		};
	},

	/** Forgets what was, and sets up the world of the next run. */
	prepare({ job: id, items, latencyMs }: Scene): void {
		const job = jobOf(id);
		sandbox.reset();
		sandbox.log.mode = 'light';
		sandbox.faults.latencyMs = latencyMs;
		sandbox.pushwoosh.settings.rateLimit.enabled = false;
		if (job.world === 'unregistered') {
			const tokens = Array.from({ length: items }, (_, index) => job.row(index).registrationToken ?? '');
			sandbox.google.declareTokens(tokens, { state: 'unregistered' });
		}
		if (job.isFaulty) addFaultScript(sandbox);
		globalThis.gc?.();
	},

	counts(): Counts & Delivered {
		const { books } = sandbox.google.fcm;
		return {
			...sandbox.log.counts,
			reached: Object.keys(books.counts()).length,
			doubled: books.doubles().length,
		};
	},
};

export type SandboxHandlers = typeof handlers;

serve(handlers);
