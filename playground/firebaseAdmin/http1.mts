import https, { Agent } from 'node:https';

import type { Destination } from './destination.mts';

/** An agent whose connections to any host go to one address. */
export function agentTo({ address, wanted }: Destination): Agent {
	return new (class extends Agent {
		override createConnection(...[options, callback]: Parameters<Agent['createConnection']>) {
			wanted(String(options.host));
			return super.createConnection({ ...options, ...address }, callback);
		}
	})({ keepAlive: true });
}

/**
 * Makes an agent that of all requests of this process which name none: Google's sign-in library takes no agent.
 * @returns puts everything back
 */
export function makeDefault(agent: Agent): () => void {
	const original = https.globalAgent;
	Object.assign(https, { globalAgent: agent });
	return () => void Object.assign(https, { globalAgent: original });
}
