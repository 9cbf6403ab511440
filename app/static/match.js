// Keys for choosing among candidates for a supplier's statement: 1 to 5 move the focus to the first button of
// that candidate and say which it is. Nothing is decided by a key alone: Enter or the space bar presses the button.
// Without this file everything works as well: Tab, links and buttons.
const list = document.querySelector("[data-candidates]")
const KEPT = "fairhand-match-keys"

if (list) {
  const candidates = [...list.querySelectorAll("[data-candidate]")].slice(0, 5)
  const said = list.querySelector("[data-candidates-said]")
  const help = list.querySelector("[data-candidates-help]")
  const button = list.querySelector("[data-candidates-switch]")

  let on = read() !== "off"
  function read() {
    try {
      return localStorage.getItem(KEPT)
    } catch {
      return null
    }
  }
  function label() {
    button.textContent = on ? button.dataset.off : button.dataset.on
  }
  button.addEventListener("click", () => {
    on = !on
    try {
      localStorage.setItem(KEPT, on ? "on" : "off")
    } catch {
      // It is then kept for this page only.
    }
    label()
  })
  label()
  help.hidden = false

  document.addEventListener("keydown", (event) => {
    const target = event.target
    const typing = target.matches("input, select, textarea, [contenteditable]")
    // Only among the candidates or where nothing has the focus, so that single keys do not surprise elsewhere.
    const here = target === document.body || list.contains(target)
    if (!on || typing || !here || event.ctrlKey || event.metaKey || event.altKey) return
    const chosen = candidates[Number(event.key) - 1]
    if (!chosen) return
    event.preventDefault()
    chosen.scrollIntoView({ block: "nearest" })
    chosen.querySelector("button").focus({ preventScroll: true })
    said.textContent = chosen.dataset.candidate
  })
}
