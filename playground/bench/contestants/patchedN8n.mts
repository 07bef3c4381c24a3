import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import type { Contestant } from './contestant.mts';
import { ourNode } from './ourNode.mts';

type Proxy = string | false;
type AgentOptions = Record<string, unknown> | undefined;

interface NodeAgents {
	buildNodeAgents: (proxy: Proxy, guard: object | 'disabled', options: AgentOptions) => object;
}

/** Our node in an n8n with the mend that `docs/n8n-connections.md` proposes, asked for by every request. */
export const patchedN8n: Contestant = async (arena) => {
	const nodeAgents = agentsOfN8n();
	nodeAgents.buildNodeAgents = sharing(nodeAgents.buildNodeAgents);
	return await ourNode(arena);
};

/** Requests with an equal proxy, guard and options share their agents, and so their connections. */
function sharing(build: NodeAgents['buildNodeAgents']): NodeAgents['buildNodeAgents'] {
	const byGuard = new Map<object | string, Map<string, object>>();
	return (proxy, guard, given) => {
		const options = { ...given, keepAlive: true };
		const known = byGuard.get(guard) ?? new Map<string, object>();
		byGuard.set(guard, known);
		const key = JSON.stringify([proxy, options]);
		const agents = known.get(key) ?? build(proxy, guard, options);
		known.set(key, agents);
		return agents;
	};
}

/** The module of n8n that makes an agent for each request; its users ask it for the function at every call. */
function agentsOfN8n(): NodeAgents {
	const fromN8n = createRequire(createRequire(import.meta.url).resolve('n8n-core'));
	const network = dirname(fromN8n.resolve('@n8n/backend-network'));
	return fromN8n(join(network, 'http', 'node-agents.js')) as NodeAgents;
}
