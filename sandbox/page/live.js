// What happens in the sandbox, as it happens.
const PATIENCE = [500, 1000, 2000, 4000]; // milliseconds between attempts, the last one over and over

/** Follow the sandbox for as long as the page is open. After every (re)connection `catchUp` fetches
 *  how things stand and says up to which event that is; `happened` gets each event after it. */
export function follow({ catchUp, happened, connected }) {
  let failures = 0;

  const again = () => {
    connected(false);
    setTimeout(connect, PATIENCE[Math.min(failures, PATIENCE.length - 1)]);
    failures += 1;
  };

  const connect = async () => {
    const seq = await catchUp().catch(() => null);
    if (seq === null) return again();
    const source = new EventSource(`/sandbox/events?after=${seq}`);
    source.onopen = () => { failures = 0; connected(true); };
    source.onmessage = ({ data }) => happened(JSON.parse(data));
    source.onerror = () => { source.close(); again(); };
  };

  return connect();
}
