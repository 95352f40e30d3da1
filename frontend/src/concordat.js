// Starts GOV.UK Frontend's components and two small helps. Every page works without this file.
import { initAll } from './govuk-frontend.min.js'

// GOV.UK Frontend expects these on the body before it starts. Its own template sets them with
// an inline script, which our security policy does not allow.
document.body.classList.add('js-enabled', 'govuk-frontend-supported')

// A region that has nothing to scroll should not be a stop on the way through the page.
const regions = document.querySelectorAll('.app-scroll')
const fit = () => {
  for (const region of regions) {
    if (region.scrollWidth > region.clientWidth) region.setAttribute('tabindex', '0')
    else region.removeAttribute('tabindex')
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
