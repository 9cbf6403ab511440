// Offers suppliers while somebody types. Without it the form works as well: type, then press the button.
const WAIT = 150

for (const input of document.querySelectorAll("input[data-search]")) {
  const offered = document.getElementById(input.getAttribute("list"))
  let waiting
  let asked = 0

  async function offer() {
    const turn = ++asked
    const answer = await fetch(`${input.dataset.search}?q=${encodeURIComponent(input.value)}`)
    // Answers may overtake each other; only that to the last question counts.
    if (!answer.ok || turn !== asked) return
    offered.replaceChildren(
      ...(await answer.json()).map(({ name, how }) => {
        const option = document.createElement("option")
        option.value = name
        option.label = how ? `${name} (${how})` : name
        return option
      })
    )
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting)
    waiting = setTimeout(offer, WAIT)
  })
}
