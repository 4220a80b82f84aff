// The page of the night is dusk between seven in the evening and seven in the morning, by this
// phone's own clock. Runs before anything is drawn, so that no light page flashes at 03:12.
(() => {
  const hour = new Date().getHours();
  if (hour >= 7 && hour < 19) document.documentElement.removeAttribute("data-theme");
})();
