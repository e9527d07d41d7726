// Shows the API's schema on the page that names it.
const operations = document.getElementById("operations");
window.SwaggerUIBundle({
  url: operations.dataset.schema,
  domNode: operations,
  deepLinking: true,
  validatorUrl: null,
});
