// Opens a <dialog> from any element with data-opens="its id". The opener is a real link or
// button, so that without this module it still leads somewhere.

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-opens]");
  if (!opener) return;
  const dialog = document.getElementById(opener.dataset.opens);
  if (!dialog?.showModal) return;
  event.preventDefault();
  dialog.showModal();
});
