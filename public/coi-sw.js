/*
 * Makes the page cross-origin isolated on hosts that cannot send headers (such as static page hosts): WebAssembly
 * threads need it. One file with two roles: in the page it registers itself and reloads once; as a service worker it
 * adds the headers to every answer.
 */
const MAX_RELOADS = 2;

if (typeof window === 'undefined') {
  self.addEventListener('install', () => self.skipWaiting());
  self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
  self.addEventListener('fetch', (event) => {
    const request = event.request;
    // Such requests may not be repeated by a service worker.
    if (request.cache === 'only-if-cached' && request.mode !== 'same-origin') return;
    event.respondWith(
      fetch(request).then((answer) => {
        if (answer.status === 0) return answer;
        const headers = new Headers(answer.headers);
        headers.set('Cross-Origin-Opener-Policy', 'same-origin');
        headers.set('Cross-Origin-Embedder-Policy', 'require-corp');
        headers.set('Cross-Origin-Resource-Policy', 'cross-origin');
        return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers });
      }),
    );
  });
} else if (!window.crossOriginIsolated && window.isSecureContext && 'serviceWorker' in navigator) {
  const reloads = Number(sessionStorage.getItem('isolation-reloads') ?? 0);
  navigator.serviceWorker
    .register(document.currentScript.src)
    .then(() => navigator.serviceWorker.ready)
    .then(() => {
      if (reloads >= MAX_RELOADS) return;
      sessionStorage.setItem('isolation-reloads', String(reloads + 1));
      location.reload();
    });
}
