import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Verdict {
	passed: boolean;
	message?: string;
	details?: string;
}

interface Scanner {
	/** What the scan looks at in the repository that the provenance names. */
	SOURCE_FILE_PATTERNS: string[];
	analyzePackage(folder: string, patterns?: string[]): Promise<Verdict>;
}

// It ships no types.
const SCANNER: string = '@n8n/scan-community-package/scanner/scanner.mjs';
const loadScanner = async () => (await import(SCANNER)) as Scanner;

/** The checks that n8n runs on a published package: over its source and over the tarball, as its own program calls them. */
export const scanProblems = {
	async source(root: string): Promise<string[]> {
		const { analyzePackage, SOURCE_FILE_PATTERNS } = await loadScanner();
		return problemsOf(await analyzePackage(root, SOURCE_FILE_PATTERNS));
	},

	async tarball(folder: string): Promise<string[]> {
		const { analyzePackage } = await loadScanner();
		return problemsOf(await analyzePackage(folder, ['**/*.js', 'package.json']));
	},

	/** n8n's strict mode accepts no rules of one's own. */
	eslintConfig(root: string): string[] {
		const lines = readFileSync(join(root, 'eslint.config.mjs'), 'utf8')
			.trim()
			.split(/\s*\n\s*/);
		const stock = ["import { config } from '@n8n/node-cli/eslint';", 'export default config;'];
		return lines
			.filter((line) => line !== '' && !stock.includes(line))
			.map((line) => `eslint.config.mjs: ${line}`);
	},
};

function problemsOf({ passed, message, details }: Verdict): string[] {
	return passed ? [] : `${message}\n${details ?? ''}`.trim().split('\n');
}
