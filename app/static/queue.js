// Keys and counts for the queue. Without it everything works as well: Tab, space bar, links and buttons.
const list = document.querySelector("[data-queue]")
const KEPT = "fairhand-queue-keys"

if (list) {
  const rows = [...list.querySelectorAll("[data-row]")]
  const said = document.querySelector("[data-queue-said]")
  const picked = document.querySelector("[data-picked]")
  const help = document.querySelector("[data-keys-help]")
  const button = document.querySelector("[data-keys-switch]")
  const all = document.querySelector("[data-pick-all]")
  const linkOf = (row) => row.querySelector("h2 a")
  const boxOf = (row) => row.querySelector("input[type=checkbox]")

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
    button.hidden = false
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

  function count() {
    const number = rows.filter((row) => boxOf(row).checked).length
    picked.textContent = all?.checked ? "" : number ? `(${number})` : ""
  }
  function tell(row) {
    const words = boxOf(row).checked ? list.dataset.pickedWords : list.dataset.notPickedWords
    said.textContent = `${rows.indexOf(row) + 1}/${rows.length}: ${linkOf(row).textContent}, ${words}`
  }
  function step(by) {
    const here = rows.findIndex((row) => row.contains(document.activeElement))
    const next = here < 0 ? (by > 0 ? 0 : rows.length - 1) : here + by
    if (next < 0 || next >= rows.length) return
    linkOf(rows[next]).focus()
    tell(rows[next])
  }
  const doings = {
    j: () => step(1),
    k: () => step(-1),
    x: () => {
      const row = rows.find((one) => one.contains(document.activeElement))
      if (!row) return
      boxOf(row).checked = !boxOf(row).checked
      count()
      tell(row)
    },
    "?": () => {
      help.open = !help.open
      help.querySelector("summary").focus()
    }
  }
  document.addEventListener("keydown", (event) => {
    const target = event.target
    const typing = target.matches("input:not([type=checkbox]), select, textarea, [contenteditable]")
    // Only in the list or where nothing has the focus, so that single keys do not surprise elsewhere.
    const here = target === document.body || list.contains(target) || help.contains(target)
    if (!on || typing || !here || event.ctrlKey || event.metaKey || event.altKey) return
    const doing = doings[event.key]
    if (!doing) return
    event.preventDefault()
    doing()
  })
  list.addEventListener("change", count)
  all?.addEventListener("change", count)
  count()
}

const views = document.querySelector("[data-views]")
if (views) {
  const answer = await fetch(views.dataset.views)
  if (answer.ok) {
    for (const [id, number] of Object.entries(await answer.json())) {
      const place = views.querySelector(`[data-view="${id}"]`)
      if (place) place.textContent = `(${number.toLocaleString(document.documentElement.lang)})`
    }
  }
}
