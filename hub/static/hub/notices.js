// Notices in this browser: offered where they work, asked for only on a tap. Without this file nothing is offered.

const place = document.querySelector("[data-notices]");
const isAble = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;

const bytes = (text) => {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
};
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const show = (state) => {
  for (const each of place.querySelectorAll("[data-when]")) each.hidden = each.dataset.when !== state;
};

// A device is named by a hash of its address, as channels/devices.py makes it.
const markOf = async ({ endpoint }) => {
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(endpoint)));
  return `webpush:${[...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("").slice(0, 40)}`;
};

const subscribe = async (registration) => {
  const key = bytes(place.dataset.key);
  const before = await registration.pushManager.getSubscription();
  if (before && text(before.options.applicationServerKey) === place.dataset.key) return before;
  if (before) await before.unsubscribe();
  return registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
};

const turnOn = async (form) => {
  if ((await Notification.requestPermission()) !== "granted") {
    show(Notification.permission === "denied" ? "refused" : "able");
    return;
  }
  await navigator.serviceWorker.register(place.dataset.worker);
  const subscription = await subscribe(await navigator.serviceWorker.ready);
  form.elements.endpoint.value = subscription.endpoint;
  form.elements.p256dh.value = text(subscription.getKey("p256dh"));
  form.elements.auth.value = text(subscription.getKey("auth"));
  form.submit();
};

const begin = async () => {
  const registration = await navigator.serviceWorker.getRegistration(place.dataset.worker);
  const subscription = await registration?.pushManager.getSubscription();
  const mark = subscription ? await markOf(subscription) : "";
  const here = [...document.querySelectorAll("[data-mark]")].find((each) => each.dataset.mark === mark);
  if (here) here.querySelector("[data-here]").hidden = false;
  show(Notification.permission === "denied" ? "refused" : here ? "here" : "able");
  const form = place.querySelector("form");
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.querySelector("button").disabled = true;
    turnOn(form)
      .catch(() => show("unable"))
      .finally(() => {
        form.querySelector("button").disabled = false;
      });
  });
};

if (place && isAble) begin();
