/** The versions of n8n that `npm run test:compat` runs the engine tests with, beside the one that is installed here. */
export interface N8nVersion {
	/** As the user knows it. */
	n8n: string;
	/** Its own packages, as that version's package.json names them. */
	packages: { 'n8n-core': string; 'n8n-workflow': string };
}

export const VERSIONS: readonly N8nVersion[] = [
	{ n8n: '1.123.81', packages: { 'n8n-core': '1.122.48', 'n8n-workflow': '1.120.31' } },
	{ n8n: '2.0.3', packages: { 'n8n-core': '2.0.2', 'n8n-workflow': '2.0.1' } },
];
