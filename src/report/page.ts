import { createHash } from 'node:crypto';
import { escapeXml } from './graph/svg.ts';

/** A self-contained page. */
export interface Page {
  readonly title: string;
  /** HTML. Text from a config or an org must be escaped in it. */
  readonly body: string;
  readonly style: string;
  readonly script?: string;
}

/** Builds the page. Its content security policy allows only its own script and style. */
export function pageHtml({ title, body, style, script }: Page): string {
  const policy = [
    "default-src 'none'",
    ...(script === undefined ? [] : [`script-src 'sha256-${sha256(script)}'`]),
    `style-src 'sha256-${sha256(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy.join('; ')}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeXml(title)}</title>
<style>${style}</style>
</head>
<body>
${body}
${script === undefined ? '' : `<script>${script}</script>\n`}</body>
</html>`;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('base64');
}
