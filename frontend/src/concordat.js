// Starts GOV.UK Frontend's components and three small helps. Every page works without this file.
import { initAll } from './govuk-frontend.min.js'

// GOV.UK Frontend expects these on the body before it starts. Its own template sets them with
// an inline script, which our security policy does not allow.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

// A region that has nothing to scroll should not be a stop on the way through the page, nor a place
// to jump to.
const regions = [...document.querySelectorAll('.app-scroll')]
const asWritten = new Map(regions.map((region) => [region, [...region.attributes].map((a) => [a.name, a.value])]))
const fit = () => {
  for (const region of regions) {
    const scrolls = region.scrollWidth > region.clientWidth
    for (const [name, value] of asWritten.get(region)) {
      if (name === 'class') continue
      if (scrolls) region.setAttribute(name, value)
      else region.removeAttribute(name)
    }
  }
}
fit()
window.addEventListener('resize', fit)

// Printing has no place in a page without scripts, so the button is shown only with them.
for (const button of document.querySelectorAll('button[data-app-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

initAll()

// GOV.UK Frontend tells of a further question with aria-expanded, which ARIA does not allow on a
// radio. This runs after its own listener, which writes the attribute again at every choice.
const tidy = () => {
  for (const radio of document.querySelectorAll('input[type=radio][aria-expanded]')) {
    radio.removeAttribute('aria-expanded')
  }
}
tidy()
document.addEventListener('click', tidy)
window.addEventListener('pageshow', tidy)
