// Conveniences only: every page does all of its work without this file.

/** A form is sent once, however often its button is pressed. */
function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
}

/** Coming back with the browser's arrow, a form may be sent again. */
function forgetSent() {
  for (const form of document.forms) delete form.dataset.sent;
}

/** "/" goes to the search field, as in many programs. */
function searchKey(event) {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  const field = document.getElementById("find");
  if (event.key !== "/" || typing || !field) return;
  event.preventDefault();
  field.focus();
}

/** A filter's list acts as soon as something is chosen. */
function actOnChoice(select) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

for (const form of document.querySelectorAll('form[method="post"]')) sendOnce(form);
for (const select of document.querySelectorAll(".filter select")) actOnChoice(select);
addEventListener("pageshow", forgetSent);
addEventListener("keydown", searchKey);
