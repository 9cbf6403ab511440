// Optional niceties. Every page works without this file: it moves the focus to an error summary,
// stops double clicks, makes "none of these" exclusive, and folds the navigation on a phone.

import {
  createAll,
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  ServiceNavigation,
  SkipLink
} from 'govuk-frontend'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, ServiceNavigation, SkipLink]) {
  createAll(component)
}
