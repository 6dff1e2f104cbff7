/* The theme's copy button drops the last line end. A program is copied as its file is, byte for byte. */
let program = null;

document.addEventListener("click", (event) => {
  program = event.target.closest("[data-program]");
}, true);

document.addEventListener("copy", (event) => {
  const copied = event.target.value; // of the text area that the theme's script selects
  if (program && copied && program.querySelector("code").textContent === copied + "\n") {
    event.clipboardData.setData("text/plain", copied + "\n");
    event.preventDefault();
  }
});
