// Shows what we push, tells that it was shown, and follows a tap. It minds /portal/ and keeps nothing.

const LEAVE = { de: "Weniger davon", en: "Fewer of these" };

// Always on our own origin, whatever name the address was written with.
const tell = (address, what) =>
  fetch(new URL(address).pathname, { method: "POST", body: new URLSearchParams({ what }) }).catch(() => {});

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
