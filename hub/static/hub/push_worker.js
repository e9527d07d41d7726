// Shows what we push, tells that it was shown, and follows a tap. It minds /portal/ and keeps nothing.

const LEAVE = { de: "Weniger davon", en: "Fewer of these" };

// Always on our own origin, whatever name the address was written with. 503: it is not yet noted that this was sent.
const tell = async (address, what, tries = 5) => {
  const said = { method: "POST", body: new URLSearchParams({ what }) };
  const answer = await fetch(new URL(address).pathname, said).catch(() => null);
  if (answer?.status !== 503 || tries === 0) return;
  await new Promise((soon) => setTimeout(soon, 3000));
  await tell(address, what, tries - 1);
};

self.addEventListener("push", (event) => {
  const said = event.data?.json();
  if (!said) return;
  const title = LEAVE[navigator.language.slice(0, 2)] ?? LEAVE.en;
  const options = {
    body: said.body,
    tag: said.tag,
    data: said,
    actions: said.leave ? [{ action: "leave", title }] : [],
  };
  event.waitUntil(self.registration.showNotification(said.title, options).then(() => tell(said.shown, "shown")));
});

self.addEventListener("notificationclick", (event) => {
  const { link, leave, shown } = event.notification.data;
  event.notification.close();
  event.waitUntil(
    Promise.all([self.clients.openWindow(event.action === "leave" ? leave : link), tell(shown, "tapped")]),
  );
});
