// A receiver of webhooks for tests. Prints "ready PORT"; writes a line of JSON per request to
// requests.jsonl in its folder, before it answers.
//   --folder DIR --secret whsec_… [--port N] [--tls]
// Paths:
//   /NNN, /NNN?after=V      the status, with Retry-After: V; a 3xx has Location: ?to=URL
//   /tampered               verified as if one byte of the body had changed on the way
//   /slow                   no answer, ever
//   /drip                   200, one byte, and then nothing for ever
//   /flood                  200, and bytes without an end
//   /large                  200 and 10 MB; /large/NNN with that status
//   /headers?kb=N           200 and so many kilobytes of headers
//   /hang-up                the connection ends without an answer
//   /text/NNN?text=T        the status and a text
//   any other               204
'use strict';
const fs = require('fs');
const http = require('http');
const https = require('https');
const path = require('path');
const {execFileSync} = require('child_process');
const {parseArgs} = require('util');
const {Webhook} = require('standardwebhooks');

const {values: options} = parseArgs({
  options: {
    folder: {type: 'string'},
    secret: {type: 'string'},
    port: {type: 'string', default: '0'},
    tls: {type: 'boolean', default: false},
  },
});
const webhook = new Webhook(options.secret);
let connections = 0;

function certificate() {
  const cert = path.join(options.folder, 'cert.pem');
  const key = path.join(options.folder, 'key.pem');
  if (!fs.existsSync(cert)) {
    execFileSync('openssl', [
      'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2',
      '-subj', '/CN=hooks.ektu.kz', '-addext',
      'subjectAltName=DNS:hooks.ektu.kz,DNS:localhost,IP:127.0.0.1', '-keyout', key, '-out', cert,
    ], {stdio: 'ignore'});
  }
  return {cert: fs.readFileSync(cert), key: fs.readFileSync(key)};
}

function verdict(body, headers, tamper) {
  const checked = tamper ? body.replace(/.$/s, (last) => (last === ' ' ? '\t' : ' ')) : body;
  try {
    webhook.verify(checked, headers);
    return {verified: true};
  } catch (error) {
    return {verified: false, error: error.message};
  }
}

function answer(response, url) {
  const status = Number(/\/([1-5]\d\d)$/.exec(url.pathname)?.[1] ?? 200);
  const kind = url.pathname.split('/')[1];
  if (kind === 'slow') return;
  if (kind === 'hang-up') {
    response.socket.destroy();
  } else if (kind === 'drip') {
    response.writeHead(200);
    response.write('x');
  } else if (kind === 'large') {
    response.writeHead(status);
    response.end('y'.repeat(10_000_000));
  } else if (kind === 'headers') {
    for (let i = 0; i < Number(url.searchParams.get('kb')); ++i) {
      response.setHeader(`X-More-${i}`, 'z'.repeat(1024));
    }
    response.writeHead(200);
    response.end();
  } else if (kind === 'flood') {
    response.writeHead(200);
    const more = () => {
      while (!response.destroyed && response.write('y'.repeat(10_000)));
    };
    response.on('drain', more);
    more();
  } else if (kind === 'text') {
    response.writeHead(status);
    response.end(url.searchParams.get('text'));
  } else if (/^[1-5]\d\d$/.test(kind)) {
    const headers = {};
    if (url.searchParams.has('after')) headers['Retry-After'] = url.searchParams.get('after');
    if (url.searchParams.has('to')) headers['Location'] = url.searchParams.get('to');
    response.writeHead(status, headers);
    response.end();
  } else {
    response.writeHead(204);
    response.end();
  }
}

function receive(request, response) {
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const body = Buffer.concat(chunks).toString('utf8');
    const url = new URL(request.url, 'http://receiver');
    const line = {
      path: request.url,
      method: request.method,
      headers: request.headers,
      body,
      connection: request.socket.number,
      ...verdict(body, request.headers, url.pathname === '/tampered'),
    };
    fs.appendFileSync(path.join(options.folder, 'requests.jsonl'), JSON.stringify(line) + '\n');
    answer(response, url);
  });
}

const server = options.tls ? https.createServer(certificate(), receive) : http.createServer(receive);
server.on(options.tls ? 'secureConnection' : 'connection', (socket) => {
  connections += 1;
  socket.number = connections;
  socket.on('error', () => {});
});
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`ready ${server.address().port}`);
});
